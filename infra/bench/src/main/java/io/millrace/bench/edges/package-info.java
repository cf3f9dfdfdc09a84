/// What a message costs as edges are added while rooms live on two of them.
@NullMarked
package io.millrace.bench.edges;

import org.jspecify.annotations.NullMarked;
