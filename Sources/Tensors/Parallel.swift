internal import Foundation
internal import Synchronization

/// Independent items shared among a few persistent threads.
///
/// Each item is done once, by one thread; which thread is not fixed, so items must write to places of their own and the result
/// does not depend on the number of threads. A call from inside an item runs its own items inline.
public enum Parallel {
  /// Threads that work on the items of one call, the caller among them. At first the number of processors.
  public static var threadCount: Int {
    get { pool.threadCount }
    set { pool.threadCount = max(1, newValue) }
  }

  /// Threads that a call made here would have: 1 inside an item.
  public static var availableThreads: Int { isInsideItem ? 1 : threadCount }

  /// Calls `body` with each of `0 ..< count` and returns when all are done.
  public static func forEach(_ count: Int, _ body: (Int) -> Void) {
    guard count > 1, availableThreads > 1, pool.enter() else {
      for index in 0..<max(count, 0) { body(index) }
      return
    }
    defer { pool.leave() }
    withoutActuallyEscaping(body) { pool.run(count, $0) }
  }

  private static let pool = ThreadPool(threadCount: ProcessInfo.processInfo.activeProcessorCount)

  static var isInsideItem: Bool {
    get { pthread_getspecific(insideKey) != nil }
    set { pthread_setspecific(insideKey, newValue ? UnsafeRawPointer(bitPattern: 1) : nil) }
  }

  private static let insideKey: pthread_key_t = {
    var key = pthread_key_t()
    precondition(pthread_key_create(&key, nil) == 0, "no thread-specific key left")
    return key
  }()
}

/// The threads behind `Parallel`. One call uses them at a time; a second caller at the same moment works alone, inline.
///
/// @unchecked Sendable because `job`, `workers` and `generation` are touched with `condition` held only, and items are handed
/// out by an atomic counter.
private final class ThreadPool: @unchecked Sendable {
  /// One call's items. The body is not escaping in truth: `run` returns after the last worker has let go of it.
  final class Job: @unchecked Sendable {
    let count: Int
    /// Let go by `run` before it returns, so that a worker that still holds the job holds no closure of the caller's.
    var body: ((Int) -> Void)?
    let next = Atomic<Int>(0)
    var workersInside = 0
    var seatsLeft: Int

    init(count: Int, seats: Int, body: @escaping (Int) -> Void) {
      self.count = count
      self.body = body
      seatsLeft = seats
    }

    func work() {
      guard let body else { return }
      Parallel.isInsideItem = true
      while true {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard index < count else { break }
        body(index)
      }
      Parallel.isInsideItem = false
    }
  }

  private let condition = NSCondition()
  private let busy = Atomic<Bool>(false)
  private let threads: Atomic<Int>
  private var job: Job?
  private var workers = 0

  init(threadCount: Int) { threads = Atomic(max(1, threadCount)) }

  var threadCount: Int {
    get { threads.load(ordering: .relaxed) }
    set { threads.store(newValue, ordering: .relaxed) }
  }

  func enter() -> Bool { busy.compareExchange(expected: false, desired: true, ordering: .acquiring).exchanged }
  func leave() { busy.store(false, ordering: .releasing) }

  func run(_ count: Int, _ body: @escaping (Int) -> Void) {
    let seats = min(threadCount, count) - 1
    let job = Job(count: count, seats: seats, body: body)
    condition.lock()
    self.job = job
    while workers < seats { startWorker() }
    condition.broadcast()
    condition.unlock()

    job.work()

    condition.lock()
    self.job = nil
    while job.workersInside > 0 { condition.wait() }
    job.body = nil
    condition.unlock()
  }

  private func startWorker() {
    workers += 1
    let thread = Thread { [unowned self] in self.serve() }
    thread.stackSize = 8 << 20
    thread.name = "shikomi-worker"
    thread.start()
  }

  private func serve() {
    var done: Job?
    condition.lock()
    while true {
      guard let job, job !== done, job.seatsLeft > 0 else {
        condition.wait()
        continue
      }
      job.seatsLeft -= 1
      job.workersInside += 1
      condition.unlock()
      job.work()
      condition.lock()
      job.workersInside -= 1
      done = job
      condition.broadcast()
    }
  }
}
