/// The whole system through its public doors: nothing here knows a class of a service.
@NullMarked
package io.millrace.systemtest;

import org.jspecify.annotations.NullMarked;
