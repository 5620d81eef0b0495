/** One cold start in a process of its own: loads a handler, answers one event, prints the CPU milliseconds that took. */
const [, , file, event] = process.argv;
const before = process.cpuUsage();
const spent = () => {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
};
const { handler } = require(file);
const load = spent();
handler(JSON.parse(event), { awsRequestId: 'bench', functionName: 'bench' }).then((answer) => {
  const result = { load, total: spent(), status: answer?.statusCode ?? 200 };
  process.stdout.write(JSON.stringify(result), () => process.exit(0));
});
