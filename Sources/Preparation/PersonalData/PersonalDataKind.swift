public import Records

/// What in a text belongs to a person, or opens something.
public enum PersonalDataKind: String, Codable, Sendable, CaseIterable {
  /// A key or password: of GitHub, AWS, Slack and the like, a private key, a token, or what follows the word password.
  case secret
  /// 個人番号: twelve digits, the last of which checks the others.
  case myNumber = "my-number"
  /// A number of a passport, a pension, an insurance or a licence, behind its word.
  case identityNumber = "identity-number"
  /// 法人番号: thirteen digits, the first of which checks the others.
  case corporateNumber = "corporate-number"
  /// A number of a card, by its brand's length and beginning, and Luhn's digit.
  case card
  /// A number of a bank account, or an IBAN.
  case bankAccount = "bank-account"
  /// An address of electronic mail; reserved example domains are nobody's.
  case email
  /// A telephone or fax number.
  case phone
  /// A Japanese postal code, or a British one.
  case postalCode = "postal-code"
  /// A postal address down to its number.
  case address
  /// A name from the workspace's list.
  case name

  /// What people read.
  public var label: BilingualText {
    switch self {
    case .secret: BilingualText(en: "key or password", ja: "キー・パスワード")
    case .myNumber: BilingualText(en: "My Number", ja: "個人番号")
    case .identityNumber: BilingualText(en: "identity number", ja: "旅券・年金などの番号")
    case .corporateNumber: BilingualText(en: "corporate number", ja: "法人番号")
    case .card: BilingualText(en: "card number", ja: "カード番号")
    case .bankAccount: BilingualText(en: "bank account", ja: "口座番号")
    case .email: BilingualText(en: "e-mail address", ja: "メールアドレス")
    case .phone: BilingualText(en: "phone number", ja: "電話番号")
    case .postalCode: BilingualText(en: "postal code", ja: "郵便番号")
    case .address: BilingualText(en: "address", ja: "住所")
    case .name: BilingualText(en: "name", ja: "氏名")
    }
  }
}

/// One value found in a text.
public struct PersonalData: Codable, Sendable, Hashable {
  /// What it is.
  public var kind: PersonalDataKind
  /// Where it begins, in Unicode scalars of the text.
  public var start: Int
  /// Where it ends, in Unicode scalars of the text.
  public var end: Int
  /// The words as they stand there.
  public var text: String

  /// Names a value's kind and place.
  public init(kind: PersonalDataKind, start: Int, end: Int, text: String) {
    self.kind = kind
    self.start = start
    self.end = end
    self.text = text
  }
}
