/// The load generator's command line: whatever goes wrong is said in one sentence, and nothing is left running.
@NullMarked
package io.millrace.load;

import org.jspecify.annotations.NullMarked;
