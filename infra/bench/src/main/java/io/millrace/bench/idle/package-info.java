/// What connections cost while nothing happens on them.
@NullMarked
package io.millrace.bench.idle;

import org.jspecify.annotations.NullMarked;
