/// What came out of a run, as text, as JSON and as a page that needs nothing but itself; all three say the same.
@NullMarked
package io.millrace.load.report;

import org.jspecify.annotations.NullMarked;
