/// One room, many members: what a delivery costs here, elsewhere, and at least.
@NullMarked
package io.millrace.bench.fanout;

import org.jspecify.annotations.NullMarked;
