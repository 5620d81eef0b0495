/** Prints findings, one a line, and makes the process fail when there are any. */
export function report(tool: string, findings: readonly string[]): void {
  for (const finding of findings) console.error(finding);
  console.log(`${tool}: ${findings.length === 0 ? 'no finding' : `${findings.length} findings`}`);
  if (findings.length > 0) process.exitCode = 1;
}
