/// Tests of what says whether promises were kept.
@NullMarked
package io.millrace.faults.harness;

import org.jspecify.annotations.NullMarked;
