-- Ends every run: one line that the bench reads. wrk counts microseconds; what it calls a bad status is 400 and above.
function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    'result {"requests": %d, "seconds": %.6f, "p50": %.3f, "p99": %.3f, "errors": %d}\n',
    summary.requests,
    summary.duration / 1e6,
    latency:percentile(50) / 1e3,
    latency:percentile(99) / 1e3,
    errors.status + errors.connect + errors.read + errors.write + errors.timeout))
end
