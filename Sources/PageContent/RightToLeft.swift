extension Unicode.Scalar {
  /// A letter of Hebrew, Arabic, Syriac, Thaana or N'Ko, or one of their presentation forms.
  @inlinable public var isRightToLeft: Bool {
    switch value {
    case 0..<0x0590: false
    case 0x0590...0x08FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFC, 0x10800...0x10FFF, 0x1E800...0x1EFFF: true
    default: false
    }
  }
}
