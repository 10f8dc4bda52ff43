import Foundation

/// How sentences that speak to a model are worded, in both languages.
///
/// Each form names somebody or something that no reader among people is or has: earlier instructions of a conversation, a
/// role as an assistant, one answer for whatever is asked. What is said about assistants to people has none of them.
enum ModelAddress {
  /// Whether a paragraph holds any of the words at all.
  static func mayStand(in paragraph: String) -> Bool { anyWord.matches(paragraph) }

  /// An order to set earlier instructions aside: what follows in the paragraph is part of it.
  static func overrides(_ sentence: SpokenSentence) -> Bool {
    let text = sentence.spoken
    if overridesTold(text) || overridesAbove(text) { return true }
    if englishOverride.matches(text) {
      return !englishCondition.matches(text) || englishModelCondition.matches(text) || englishSayOrder.matches(text)
    }
    return japaneseOverride.matches(text) && japaneseOrderEnd.matches(text) && !japaneseOverrideDenied.matches(text)
      && (!japaneseCondition.matches(text) || japaneseOverrideAndSay.matches(text))
  }

  /// Speaks to a model, or fixes one answer for every question.
  static func speaks(_ sentence: SpokenSentence) -> Bool {
    let text = sentence.spoken
    if [englishRole, englishSecret, englishNotice, chatMarks, japaneseRole, japaneseSecret, japaneseReader]
      .contains(where: { $0.matches(text) })
    {
      return true
    }
    if ordersOutput(text) || ordersWriter(text) || ordersReader(text) { return true }
    if englishOnlyAnswer.matches(text) || isJapaneseOnlyAnswer(text) || japaneseEveryQuestion.matches(text) {
      return true
    }
    return englishReplyOrder.matches(text) && englishEveryQuestion.matches(text) && englishLiteral.matches(text)
      && !englishChoice.matches(text)
  }

  /// An assistant is told which words to answer with: an order to a model, unless the passage is about assistants.
  static func commandsAssistant(_ sentence: SpokenSentence) -> Bool {
    let text = sentence.text
    if englishAssistantOrder.matches(text), englishEveryQuestion.matches(text), englishLiteral.matches(text) {
      return !englishChoice.matches(text)
    }
    return japaneseAssistantOrder.matches(text) || addressesAssistant(text) || noticesMachine(sentence.spoken)
  }

  /// Speaks about assistants, models or chatbots.
  static func namesAssistant(_ text: String) -> Bool { assistant.matches(text) }

  private static let anyWord = Pattern(
    #"instruction|prompt|command|\btask|\bgoal|\brole\b|objective|ChatGPT|\bGPT|copilot|summar|paraphras|fine-?tun|human:|user:|タスク|任務|役割|モデル|要約|学習|言い換え|ユーザー:|ユーザー：|利用者:|利用者：|人間:|人間：|everything|\brules?\b|direction|guideline|\btold\b|training|data\s?set|answer|###|question|generated|output|word|phrase|model|<!--|system|quer(?:y|ies)|assistant|\bA\.?I\b|language\s+model|LLM|\bbots?\b|chat\s?bot|crawler|network|algorithm|ボット|クローラ|<\||\[/?INST|<<SYS|指示|命令|指令|ルール|言われ|学習データ|プログラム|システム|生成|プロンプト|ﾌﾟﾛﾝﾌﾟﾄ|質問|問い|アシスタント|[AＡ][IＩ]|人工知能|言語モデル|チャットボット"#,
    ignoringCase: true)
  private static let assistant = Pattern(
    #"\b(?:assistants?|chat\s?bots?|bots?|AI|LLMs?|ChatGPT|language\s+models?)\b|アシスタント|チャットボット|ボット|ChatGPT|(?<![A-Za-z])AI(?![A-Za-z])|人工知能|言語モデル"#,
    ignoringCase: true)
  private static let chatMarks = Pattern(
    #"<\|(?:im_start|im_end|system|user|assistant|endoftext)\|>|\[/?INST\]|<</?SYS>>"#)

  // MARK: English

  /// What a clause, an item of a list, a cell of a table or something in brackets follows.
  static let opening = #"[.;:!,…—–|•·・*>(\[{)-]\s*"#
  /// Where an order begins: of a sentence or clause, or behind what leads up to it.
  static let begin =
    #"(?:^|\#(opening)|\b(?:please|and|then|now|first|hereby|instead|kindly|you\s+(?:must|should|will|shall|are\s+to)|(?:assistants?|AI|model|chat\s?bot|LLM)\s+(?:must|should|will|shall|is\s+to))\s+)"#
  private static let earlier =
    #"(?:previous(?:ly)?|prior|preceding|above|earlier|foregoing|former|original|initial|past|system|your)"#
  private static let englishOverride = Pattern(
    #"\#(begin)(?:ignore|disregard|forget|override|bypass|discard)\s+(?:(?:about|all|any|every|each|of|the|my|our|these|those|other|given|\#(earlier))\s+){0,6}?(?:\#(earlier)\s+(?:given\s+|system\s+)?(?:instructions?|prompts?|commands?|messages?)|(?:instructions?|prompts?|commands?)\s+(?:above|before\s+this|so\s+far|(?:that\s+)?you\s+(?:have|were|got|received|had)\b[^.,;]*))\s*(?=$|[.,;:!?…—–|)\]}*-]|(?:and|then|but|instead|because|since)\b)|\#(begin)(?:ignore|disregard|forget)\s+(?:everything|all|anything)\s+(?:that\s+(?:is|was|came|stands|you\s+were\s+told)\s+)?(?:above|before|prior|previously)\s*(?:this\s*)?(?=$|[.,;:!…|)\]}*]|and\b)"#,
    ignoringCase: true)
  private static let englishCondition = Pattern(#"^(?:if|when|where|unless|in\s+case|should)\b"#, ignoringCase: true)
  /// What people do when something happens is no order to a model, unless it is what to say, or the model is addressed.
  private static let englishSayOrder = Pattern(
    #"(?:\b(?:and|then|instead|only|please)|[,;:])\s+(?:(?:only|always|just|simply|then|instead|please)\s+)*(?:(?:say|claim|pretend|conclude)\b|state\s+that\b|(?:print|output|write)\s+…|(?:answer|reply|respond)\b(?!\s+(?:to|by|within|in|the|this|that|our|all|any|every)\b)|(?:answer|reply|respond)\s+to\b.*\b(?:with|that|saying)\b)"#,
    ignoringCase: true)
  private static let englishModelCondition = Pattern(
    #"^(?:if|when|where|unless)\s+you\s+are\s+(?:an?\s+|the\s+)?(?:AI|LLM|(?:large\s+)?language\s+model|chat\s?bot|assistant)\b"#,
    ignoringCase: true)
  private static let englishRole = Pattern(
    #"\byou\s+are\s+(?:now\s+|no\s+longer\s+)?(?:an?|the)\s+(?:(?:helpful|friendly|advanced|expert|new|smart|honest|harmless|unrestricted|different|virtual|digital|large)[,\s]+){0,3}(?:AI(?:\s+(?:assistant|model|agent|system|chat\s?bot|bot|language\s+model))?|artificial\s+intelligence|language\s+model|LLM|chat\s?bot|ChatGPT|GPT)(?=\s*(?:$|[.,;:!…]|(?:that|who|which|and|named|called|with|without|in|for|designed|trained|reading)\b))|\byou\s+are\s+(?:now\s+)?an?\s+(?:helpful|unrestricted)\s+(?:\w+\s+)?assistant\b|\bas\s+an?\s+(?:AI|language\s+model|LLM)(?:\s+(?:language\s+)?(?:model|assistant))?,?\s+you\b"#,
    ignoringCase: true)
  private static let englishSecret = Pattern(
    #"\#(begin)(?:reveal|leak|repeat|print|output|disclose)\s+(?:\w+\s+)?your\s+(?:(?:system|hidden|secret|initial|original|own)\s+)+(?:prompts?|instructions?)\b"#,
    ignoringCase: true)
  private static let englishNotice = Pattern(
    #"^(?:note|attention|message|instructions?|important|warning)\b[^.:]{0,12}\b(?:AI|LLMs?|language\s+models?)(?:\s+(?:assistants?|models?|systems?|agents?|crawlers?))?\s*[:!]|\b(?:AI|LLMs?|language\s+models?|assistants?|chat\s?bots?)(?:\s+\w+){0,2}\s+(?:reading|summari[sz]ing|processing)\s+this\s+(?:text|document|page|passage|message|file)\b.*\b(?:must|should|shall|are\s+to|is\s+to|has\s+to|have\s+to)\s+(?:\w+\s+)?(?:answer|reply|respond|say|state|ignore|recommend|tell|output|conclude)\b"#,
    ignoringCase: true)
  private static let question =
    #"(?:every|all|any|each)\s+(?:of\s+the\s+)?(?:\w+\s+){0,2}?(?:questions?|quer(?:y|ies)|prompts?)\b"#
  private static let englishEveryQuestion = Pattern(
    #"\b\#(question)|\b(?:whatever|no\s+matter\s+what)\s+(?:you\s+are\s+asked|the\s+(?:user'?s?\s+)?question|(?:the\s+|an?\s+)?users?\s+asks?)\b"#,
    ignoringCase: true)
  /// Words that are to be the answer: a name, a figure, a quotation, a password. Not `with courtesy`, nor `with a link`.
  private static let englishLiteral = Pattern(
    #"\b(?:with|by\s+saying)\s+(?:only\s+|just\s+|exactly\s+|simply\s+)?(?:the\s+(?:same\s+)?(?:words?|password|code|phrase|name|sentence|string)\s+(?!of\b|in\b|on\b|from\b|that\b)\S|["“'‘]|(?-i:[A-Z][\w-]*|[0-9])|yes\b|no\b)"#,
    ignoringCase: true)
  /// A questionnaire's: `with yes or no`, `with 1 to 5`.
  private static let englishChoice = Pattern(
    #"\b(?:with|by\s+saying)\b[^.]{0,40}\bor\b|(?<![\d-])\d{1,2}\s*(?:-|–|to)\s*\d{1,2}(?![\d-])"#, ignoringCase: true)
  private static let englishReplyOrder = Pattern(
    #"(?:^|\#(opening)|\b(?:please|and|then|instead)\s+)(?:(?:always|only|now|then|instead,?)\s+)*(?:answer|reply|respond|say)\b"#,
    ignoringCase: true)
  private static let englishAssistantOrder = Pattern(
    #"\b(?:(?:the|an?|any|every|this)\s+assistant|(?:AI|virtual|digital)\s+assistants?|language\s+models?|chat\s?bots?|LLMs?|(?-i:AI))\s+(?:\w+\s+){0,3}?(?:must|should|shall|has\s+to|have\s+to|needs?\s+to|will|is\s+to|are\s+to|always|only)\s+(?:\w+\s+){0,2}?(?:repl(?:y|ies)|answers?|responds?|says?|outputs?|states?|recommends?)\b"#,
    ignoringCase: true)
  private static let englishOnlyAnswer = Pattern(
    #"\b(?:answer|reply|response)\s+to\s+\#(question)\s*(?:\w+\s+){0,4}?(?:is|must\s+be|should\s+be|shall\s+be|will\s+be)\s+(?:always\s+|only\s+|simply\s+)?(?:the\s+(?:same|words?|name)\b|(?-i:[A-Z][\w-]*|[0-9])|yes\b|no\b)(?![^.]{0,40}\bor\b)(?!\s+points?\b)"#,
    ignoringCase: true)

  // MARK: Japanese

  private static let everyQuestion = #"(?:すべて|全て|全部|あらゆる|どんな|どのような|いかなる)(?:の)?(?:種類の)?(?:質問|問い|プロンプト)"#
  /// A word that can be an answer. Not きちんと, 丁寧に, 堂々と.
  static let literal = #"(?:[0-9A-Za-zァ-ヴー]|[\p{Han}&&[^々]]|はい|いいえ)(?:だ|です|である)?"#
  static let sayOrder =
    #"(?:答え|回答し|返答し|応答し|返信し|出力し|言い|言っ|述べ|返し)(?:て(?:ください|下さい|くれ)?|なさい|ろ|よ|る(?:こと|よう(?:に)?|べき(?:だ|です|である)?)|(?:なければ|ねば)なら(?:ない|ず)|(?:なければ)なりません)[。!]?$|(?:回答|返答|応答|返信|出力)(?:する(?:こと|よう(?:に)?|べき(?:だ|です|である)?)|せよ)[。!]?$|(?:返す|言う|述べる)(?:こと|べき(?:だ|です|である)?)[。!]?$"#
  private static let japaneseOverride = Pattern(
    #"(?:これまで|ここまで|今まで|いままで|それまで|以前|従来|先ほど|先|前|上|上記|前述|以上|既存|元|もともと|最初|すべて|全て|あらゆる|一切|システム)(?:に(?:与えられた|受けた|出された)|まで)?(?:の)?(?:すべて|全て|あらゆる|一切)?(?:の)?(?:システム)?(?:指示|命令|指令|プロンプト)(?:や[^。、]{1,10})?(?:を|は|も)(?:すべて|全て|全部|一切|完全に|直ちに)*(?:無視|忘れ|破棄)"#
  )
  private static let japaneseOrderEnd = Pattern(#"(?:ください|下さい|くれ|なさい|しろ|せよ|こと|よ|ろ|て|無視)[。!]?\s*(?:$|[|)\]}])"#)
  private static let japaneseOverrideDenied = Pattern(
    #"(?:無視|破棄)(?:しない|してはなら|してはいけ|すると|した|され)|忘れ(?:ない|ては|ると|た)|禁止"#)
  private static let japaneseCondition = Pattern(#"場合|者は|ときは"#)
  private static let japaneseOverrideAndSay = Pattern(#"(?:無視|忘れ|破棄)[^。]*と(?:だけ|のみ)?、?(?:\#(sayOrder))"#)
  private static let japaneseRole = Pattern(
    #"(?:あなた|貴方|君|お前)は(?:今から|これから|以後|優秀な|親切な|有能な|役に立つ|、)*(?:AI|人工知能|(?:大規模)?言語モデル|LLM|チャットボット|ChatGPT|GPT|アシスタント)(?:アシスタント|モデル|エージェント)?(?:です|である|だ|として|となり|になり)"#
  )
  private static let japaneseSecret = Pattern(
    #"(?:あなた|貴方|君|お前)の(?:システム)?(?:プロンプト|指示)(?:を|は)[^。]{0,15}(?:表示|出力|開示|公開|教え|漏ら|無視|繰り返)|プロンプト(?:を|は)[^。]{0,6}無視(?:せよ|し(?:て(?:ください|下さい)?|ろ|なさい)[。!]?$|すること)"#
  )
  private static let japaneseReader = Pattern(
    #"(?:この|本)(?:文書|文章|資料|ページ|テキスト)を(?:読む|読んだ|読んでいる|要約する|処理する|参照する)(?:生成)?(?:AI|言語モデル|LLM|チャットボット|アシスタント)[^。]*(?:答え|回答|返答|出力|推薦|推奨|無視)"#
  )
  private static let japaneseEveryQuestion = Pattern(
    #"\#(everyQuestion)(?:に(?:は|も|対して(?:は|も)?)?|へは?)[^。]*?\#(literal)と(?:だけ|のみ)?、?(?:\#(sayOrder))"#)
  private static let japaneseAssistantOrder = Pattern(
    #"(?:(?<![A-Za-z])AI|人工知能|アシスタント|言語モデル|LLM|チャットボット|ChatGPT)(?:アシスタント|モデル)?(?:は|が|なら)[^。]*(?:質問|問い)[^。]*?(?:\#(literal)|[」』”"])と(?:だけ|のみ)?、?(?:\#(sayOrder))|(?:(?<![A-Za-z])AI|アシスタント|言語モデル|チャットボット)(?:アシスタント|モデル)?(?:は|が)[^。]*\#(everyQuestion)[^。]*?(?:\#(literal)|[」』”"])と(?:だけ|のみ)?(?:答え|回答|返答|応答)"#
  )
  private static let japaneseOnlyAnswer = Pattern(
    #"\#(everyQuestion)(?:の|に対する|への)(?:[^。]{0,10}(?:正しい|唯一の|本当の)[^。]{0,8}(?:答え|回答|解答|返答)|正解)(?:は|が)[^。]{1,40}?\#(literal)(?:だけ|のみ)?(?:である|です|だ|とする)?[。!]?$"#
  )
  private static let japanesePlace = Pattern(#"とおり|通り|参照|記載|掲載|巻末|別紙|一つ|1つ|ひとつ|[0-9]点"#)

  private static func isJapaneseOnlyAnswer(_ text: String) -> Bool {
    japaneseOnlyAnswer.matches(text) && !japanesePlace.matches(text)
  }
}
