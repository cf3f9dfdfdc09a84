/// Waiting and cleaning up in tests: every wait has a deadline, and whatever a test JVM opened is gone when it ends.
@NullMarked
package io.millrace.testkit;

import org.jspecify.annotations.NullMarked;
