/// Tests of the command line, as a process.
@NullMarked
package io.millrace.load;

import org.jspecify.annotations.NullMarked;
