/// Tests of the package of the same name.
@NullMarked
package io.millrace.load.report;

import org.jspecify.annotations.NullMarked;
