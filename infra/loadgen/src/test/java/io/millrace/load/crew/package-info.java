/// Tests of the package of the same name.
@NullMarked
package io.millrace.load.crew;

import org.jspecify.annotations.NullMarked;
