/// What waits to be written to a client: whoever offers never blocks, whoever is too slow is told.
@NullMarked
package io.millrace.edge.outbox;

import org.jspecify.annotations.NullMarked;
