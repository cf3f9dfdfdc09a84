/// Meters over an injected registry; labels come only from closed sets.
@NullMarked
package io.millrace.runtime.metrics;

import org.jspecify.annotations.NullMarked;
