/// What directed fan-out costs against broadcasting, on paper: the same numbers and seed give the same result.
@NullMarked
package io.millrace.bench.simulation;

import org.jspecify.annotations.NullMarked;
