/// The Kafka door of the server API: each command of `api.commands` has its effect once and a result.
@NullMarked
package io.millrace.edge.api.kafka;

import org.jspecify.annotations.NullMarked;
