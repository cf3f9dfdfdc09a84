/// Tests of the package of the same name.
@NullMarked
package io.millrace.load.scenario;

import org.jspecify.annotations.NullMarked;
