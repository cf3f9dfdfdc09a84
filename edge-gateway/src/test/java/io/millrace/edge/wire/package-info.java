/// Tests of a running edge, frame by frame, through every transport and in both encodings.
@NullMarked
package io.millrace.edge.wire;

import org.jspecify.annotations.NullMarked;
