/// What all benchmarks share: results with their baseline from the same run, the machine, the system under
/// test.
@NullMarked
package io.millrace.bench.suite;

import org.jspecify.annotations.NullMarked;
