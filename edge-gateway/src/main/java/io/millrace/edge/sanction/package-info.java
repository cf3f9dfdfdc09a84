/// What users may not do: decisions over the sanctions of now, whoever asks.
@NullMarked
package io.millrace.edge.sanction;

import org.jspecify.annotations.NullMarked;
