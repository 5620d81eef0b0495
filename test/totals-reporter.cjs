const { appendFileSync } = require('node:fs');

/** Prints the totals last, on one line of their own: `N passed, N failed`; CI adds those of several runs up. */
module.exports = class TotalsReporter {
  onRunComplete(_contexts, results) {
    const passed = results.numPassedTests;
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    if (process.env.TEST_TOTALS_FILE) appendFileSync(process.env.TEST_TOTALS_FILE, `${passed} ${failed}\n`);
    process.once('exit', () => process.stdout.write(`\n${passed} passed, ${failed} failed\n`));
  }
};
