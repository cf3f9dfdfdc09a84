/// How fast events become rows, and that none is lost or doubled when the archive writer is killed.
@NullMarked
package io.millrace.bench.archive;

import org.jspecify.annotations.NullMarked;
