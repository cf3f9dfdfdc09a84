/// Puts the edge together: everything that is opened here is closed here, in the opposite order.
@NullMarked
package io.millrace.edge;

import org.jspecify.annotations.NullMarked;
