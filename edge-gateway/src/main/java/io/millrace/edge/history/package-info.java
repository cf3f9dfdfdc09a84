/// What rooms no longer have at hand, out of the archive; a client is told when it cannot be asked.
@NullMarked
package io.millrace.edge.history;

import org.jspecify.annotations.NullMarked;
