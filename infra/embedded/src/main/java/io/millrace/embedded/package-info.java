/// The outside world of Millrace on one machine, without containers: a Kafka node, a PostgreSQL server and a schema
/// registry, each listening on the loopback address only and gone when its owner has closed it.
@NullMarked
package io.millrace.embedded;

import org.jspecify.annotations.NullMarked;
