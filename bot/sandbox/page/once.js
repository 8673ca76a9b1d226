// Runs of `job` never overlap: calls during a run share the one run that follows it.
export function onceAtATime(job) {
  let running = null;
  let waiting = null;
  const start = () => {
    running = job().finally(() => { running = null; });
    return running;
  };
  return () => {
    if (!running) return start();
    waiting ??= running.then(() => {
      waiting = null;
      return start();
    });
    return waiting;
  };
}
