/// Tests of what says whether promises were kept.
@NullMarked
package io.millrace.faults.matrix;

import org.jspecify.annotations.NullMarked;
