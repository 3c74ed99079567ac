// Ends the extension host when the server is gone, as the native module does.
exports.start = (pid) =>
  setInterval(() => {
    try {
      process.kill(pid, 0);
    } catch {
      process.exit(87);
    }
  }, 1000).unref();
exports.exit = (code) => process.exit(code || 0);
