/// Sends a publication as its difference from the one before; whoever applies it gets the same bytes.
@NullMarked
package io.millrace.edge.delta;

import org.jspecify.annotations.NullMarked;
