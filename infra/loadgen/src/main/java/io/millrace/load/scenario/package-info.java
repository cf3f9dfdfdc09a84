/// What a run does: a scenario that is read from YAML and cannot be wrong once it is there, and pure functions
/// of it that say who sits where and what is due when, the same in every process of a run.
@NullMarked
package io.millrace.load.scenario;

import org.jspecify.annotations.NullMarked;
