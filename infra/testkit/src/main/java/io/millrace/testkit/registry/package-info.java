/// The real schema registry for tests, one per test JVM: tests share it and keep apart by artifact or group names.
@NullMarked
package io.millrace.testkit.registry;

import org.jspecify.annotations.NullMarked;
