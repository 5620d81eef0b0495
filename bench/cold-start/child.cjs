/** One cold start in a process of its own: prepares a handler and answers one event, prints the CPU milliseconds of each. */
const [, , file, event] = process.argv;
const before = process.cpuUsage();
const spent = () => {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
};
async function start() {
  const { handler, prepare } = require(file);
  // As lambda.mjs waits for it while Lambda gives a whole processor.
  await prepare?.();
  const init = spent();
  const answer = await handler(JSON.parse(event), { awsRequestId: 'bench', functionName: 'bench' });
  const result = { init, first: spent() - init, status: answer?.statusCode ?? 200 };
  process.stdout.write(JSON.stringify(result), () => process.exit(0));
}
void start();
