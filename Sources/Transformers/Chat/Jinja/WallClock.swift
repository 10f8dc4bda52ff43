public import Foundation

/// A date and time as the clock on the wall shows it: what templates take for now.
public struct WallClock: Sendable, Hashable {
  /// The year, such as 2026.
  public var year: Int
  /// 1 to 12.
  public var month: Int
  /// 1 to 31.
  public var day: Int
  /// 0 to 23.
  public var hour: Int
  /// 0 to 59.
  public var minute: Int
  /// 0 to 60.
  public var second: Int
  /// Millionths of a second.
  public var microsecond: Int

  /// A given time.
  public init(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0, microsecond: Int = 0) {
    self.year = year
    self.month = month
    self.day = day
    self.hour = hour
    self.minute = minute
    self.second = second
    self.microsecond = microsecond
  }

  /// A moment as clocks of this machine's time zone show it.
  public init(_ date: Date = Date()) {
    let moment = date.timeIntervalSince1970
    var seconds = time_t(moment.rounded(.down))
    var parts = tm()
    localtime_r(&seconds, &parts)
    self.init(
      year: Int(parts.tm_year) + 1900, month: Int(parts.tm_mon) + 1, day: Int(parts.tm_mday), hour: Int(parts.tm_hour),
      minute: Int(parts.tm_min), second: Int(parts.tm_sec),
      microsecond: Int((moment - moment.rounded(.down)) * 1_000_000))
  }

  /// Written by C's `strftime`, as Python's `datetime` without a time zone does, in the C locale.
  public func formatted(_ format: String) -> String {
    guard !format.isEmpty else { return "" }
    var parts = tm()
    parts.tm_year = Int32(clamping: year - 1900)
    parts.tm_mon = Int32(clamping: month - 1)
    parts.tm_mday = Int32(clamping: day)
    parts.tm_hour = Int32(clamping: hour)
    parts.tm_min = Int32(clamping: minute)
    parts.tm_sec = Int32(clamping: second)
    // Finds the day of the week and of the year; in UTC no hour is skipped.
    var filled = parts
    timegm(&filled)
    parts.tm_wday = filled.tm_wday
    parts.tm_yday = filled.tm_yday
    // One character more, so that an empty result is not taken for too little room.
    let format = withoutZone(format) + "."
    var size = 256 + format.utf8.count
    while size <= 1 << 20 {
      var buffer = [CChar](repeating: 0, count: size)
      let written = strftime(&buffer, size, format, &parts)
      if written > 0 {
        return String(decoding: buffer[..<(written - 1)].map { UInt8(bitPattern: $0) }, as: UTF8.self)
      }
      size *= 16
    }
    return ""
  }

  /// What Python replaces itself: a time without a zone has no zone to tell.
  private func withoutZone(_ format: String) -> String {
    var out = ""
    var isDirective = false
    for character in format {
      guard isDirective else {
        isDirective = character == "%"
        if !isDirective { out.append(character) }
        continue
      }
      isDirective = false
      switch character {
      case "f":
        let digits = String(microsecond)
        out += String(repeating: "0", count: max(0, 6 - digits.count)) + digits
      case "z", "Z": break
      default: out += "%" + String(character)
      }
    }
    return isDirective ? out + "%" : out
  }
}
