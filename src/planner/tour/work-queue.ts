/** Nodes to look at again (Bentley's don't-look bits, 1992, the other way round): first in, first out, each node once. */
export class WorkQueue {
  private readonly nodes: Int32Array;
  private readonly waiting: Uint8Array;
  private head = 0;
  private count = 0;

  constructor(size: number) {
    this.nodes = new Int32Array(size);
    this.waiting = new Uint8Array(size);
  }

  push(node: number): void {
    if (this.waiting[node] === 1) return;
    this.waiting[node] = 1;
    let tail = this.head + this.count;
    if (tail >= this.nodes.length) tail -= this.nodes.length;
    this.nodes[tail] = node;
    this.count++;
  }

  /** Takes the next node out; returns -1 when there is none. */
  pop(): number {
    if (this.count === 0) return -1;
    const node = this.nodes[this.head]!;
    this.head = this.head + 1 === this.nodes.length ? 0 : this.head + 1;
    this.count--;
    this.waiting[node] = 0;
    return node;
  }
}
