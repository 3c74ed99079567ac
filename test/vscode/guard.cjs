// Preloaded into the server and inherited by its children: nobody outlives a killed parent.
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) process.exit(1);
}, 1000).unref();
