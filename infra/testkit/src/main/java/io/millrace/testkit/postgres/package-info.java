/// A real PostgreSQL server for tests, one per test JVM: tests share the server and never a database.
@NullMarked
package io.millrace.testkit.postgres;

import org.jspecify.annotations.NullMarked;
