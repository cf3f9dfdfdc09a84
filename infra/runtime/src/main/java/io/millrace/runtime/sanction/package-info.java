/// Sanctions as every service that enforces them knows them.
@NullMarked
package io.millrace.runtime.sanction;

import org.jspecify.annotations.NullMarked;
