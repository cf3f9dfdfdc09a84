/// Tests of the package of the same name.
@NullMarked
package io.millrace.load.record;

import org.jspecify.annotations.NullMarked;
