/// From a client's publish to a durable record and back to its answer; each publish is answered exactly once.
@NullMarked
package io.millrace.edge.publish;

import org.jspecify.annotations.NullMarked;
