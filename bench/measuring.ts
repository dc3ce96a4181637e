import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'

/** One run of a command: wall time, and the most memory that its process held. */
export interface Measured {
  readonly seconds: number
  /** Processor time, user and system, of the process and its threads; right where one command runs at a time. */
  readonly cpuSeconds: number
  readonly peakMiB: number
  readonly output: string
}

/** How often the peak is read; the kernel keeps the high-water mark, so a late look loses nothing. */
const lookEveryMs = 50

/** Runs a command as a whole process. Its output is shown where it fails. */
export function measure(command: string, words: readonly string[]): Promise<Measured> {
  return new Promise((resolve, reject) => {
    const startedAt = performance.now()
    const child = spawn(command, words, { stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    let news = ''
    let peakMiB = 0
    const cpuBefore = childrenCpuSeconds()
    child.stdout.on('data', (piece: Buffer) => {
      output += piece.toString()
    })
    child.stderr.on('data', (piece: Buffer) => {
      news += piece.toString()
    })
    const look = setInterval(() => {
      peakMiB = Math.max(peakMiB, highWaterMark(child.pid))
    }, lookEveryMs)
    child.on('error', reject)
    child.on('close', (status) => {
      clearInterval(look)
      const seconds = (performance.now() - startedAt) / 1000
      const cpuSeconds = childrenCpuSeconds() - cpuBefore
      if (status === 0) resolve({ seconds, cpuSeconds, peakMiB, output })
      else reject(new Error(`${command} ${words.join(' ')} ended with ${status}\n${output}${news}`))
    })
  })
}

/** Processor time of all children that have ended, to 10 ms; 0 where the system does not tell (it does on Linux). */
function childrenCpuSeconds(): number {
  try {
    // Behind the name in brackets, which may hold spaces; cutime and cstime are fields 16 and 17 of proc_pid_stat(5).
    const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]?.split(' ') ?? []
    return (Number(fields[13]) + Number(fields[14])) / 100
  } catch {
    return 0
  }
}

/** Most resident memory so far, in MiB; 0 where the system does not tell (it does on Linux). */
function highWaterMark(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024
  } catch {
    // The process has just ended, or there is no /proc: the last look stands.
    return 0
  }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}

/** What the figures were measured on. */
export function machine(): string {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor'
  const memory = Math.round(totalmem() / 1024 ** 3)
  return `${cpus().length} × ${model}, ${memory} GiB, Node ${process.version}, ${process.platform}`
}
