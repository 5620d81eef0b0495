/** One project for each kind of test (docs/testing.md): `npm run test:unit -- src/orders` runs one kind of one folder. */
const { readFileSync } = require('node:fs');
const swc = JSON.parse(readFileSync(`${__dirname}/.swcrc`, 'utf8'));

const project = (displayName, testMatch) => ({
  displayName,
  testMatch,
  testEnvironment: 'node',
  setupFiles: ['reflect-metadata', '<rootDir>/test/support/one-realm.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', swc] },
  moduleFileExtensions: ['ts', 'js', 'mjs', 'cjs', 'json', 'node'],
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/dist-lambda', '<rootDir>/cdk.out', '<rootDir>/.dinex'],
});

module.exports = {
  // A bound on tests that hang: on a busy machine one that takes a second may take a minute.
  testTimeout: 120_000,
  // Jest would leave one of two cores idle.
  maxWorkers: '100%',
  projects: [
    project('unit', ['<rootDir>/src/**/*.spec.ts']),
    project('conventions', ['<rootDir>/test/conventions/**/*.spec.ts']),
    project('infra', ['<rootDir>/infra/**/*.spec.ts']),
    project('integration', ['<rootDir>/test/integration/**/*.spec.ts']),
    project('security', ['<rootDir>/test/security/**/*.spec.ts']),
    project('e2e', ['<rootDir>/test/e2e/**/*.spec.ts']),
    project('lambda', ['<rootDir>/test/lambda/**/*.spec.ts']),
    // The shell's own tests add controllers to it, and those of recipients make tokens with it: no bundle shows its inside.
    {
      ...project('bundle', ['<rootDir>/test/e2e/**/*.spec.ts']),
      testPathIgnorePatterns: ['/e2e/shell', '/e2e/recipients'],
      globals: { DINEX_THROUGH_BUNDLE: true },
    },
    project('hostile-page', ['<rootDir>/test/hostile-page/**/*.spec.ts']),
    project('faults', ['<rootDir>/test/faults/**/*.spec.ts']),
  ],
  reporters: ['default', '<rootDir>/test/totals-reporter.cjs'],
};
