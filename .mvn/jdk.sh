# Sourced by mvnw and infra/up: points JAVA_HOME at a JDK 25 or newer when the current one is older.
# Sets nothing when no such JDK is found, so that the caller can say what is missing.

millrace_java_major() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

millrace_find_jdk() {
  if [ -n "${JAVA_HOME-}" ] && [ "$(millrace_java_major "$JAVA_HOME" || echo 0)" -ge 25 ] 2>/dev/null; then
    return 0
  fi
  millrace_on_path=$(command -v javac 2>/dev/null) || millrace_on_path=
  if [ -n "$millrace_on_path" ]; then
    millrace_on_path=$(readlink -f "$millrace_on_path" 2>/dev/null || printf '%s' "$millrace_on_path")
    millrace_on_path=${millrace_on_path%/bin/javac}
  fi
  set +f
  for millrace_home in "$millrace_on_path" /usr/lib/jvm/* /opt/java/* /opt/jdk* "${HOME-/nonexistent}"/.sdkman/candidates/java/* \
    "${HOME-/nonexistent}"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    [ -n "$millrace_home" ] || continue
    if [ "$(millrace_java_major "$millrace_home" || echo 0)" -ge 25 ] 2>/dev/null; then
      JAVA_HOME=$millrace_home
      export JAVA_HOME
      return 0
    fi
  done
  return 1
}
