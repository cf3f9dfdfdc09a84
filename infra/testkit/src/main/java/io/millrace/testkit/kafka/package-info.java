/// A real Kafka node for tests, one per test JVM: tests share the broker and never a topic.
@NullMarked
package io.millrace.testkit.kafka;

import org.jspecify.annotations.NullMarked;
