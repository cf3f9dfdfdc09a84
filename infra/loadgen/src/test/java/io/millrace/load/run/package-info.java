/// Tests of runs, against a server in the same process.
@NullMarked
package io.millrace.load.run;

import org.jspecify.annotations.NullMarked;
