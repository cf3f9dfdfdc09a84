/// Executes a scenario in one process: a schedule decides when something happens, never the system under
/// test, and everything runs on one event loop, which is why nothing here is locked.
@NullMarked
package io.millrace.load.run;

import org.jspecify.annotations.NullMarked;
