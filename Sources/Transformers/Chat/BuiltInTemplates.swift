/// The templates for models that come without one and name none: told by their control tokens. The files of the same names in
/// `templates/chat` say the same.
enum BuiltInTemplates {
  /// `<|im_start|>role`, the content, `<|im_end|>`.
  static let chatML = #"""
    {#- ChatML: <|im_start|>role, the content, <|im_end|>. -#}
    {%- for message in messages %}
    {{- '<|im_start|>' + message.role + '\n' + message.content + '<|im_end|>' + '\n' }}
    {%- endfor %}
    {%- if add_generation_prompt %}
    {{- '<|im_start|>assistant\n' }}
    {%- endif %}

    """#

  /// The role between header tokens, the content, `<|eot_id|>`.
  static let llama3 = #"""
    {#- Llama 3: the role between header tokens, an empty line, the content, <|eot_id|>. -#}
    {%- for message in messages %}
    {{- '<|start_header_id|>' + message.role + '<|end_header_id|>\n\n' + message.content | trim + '<|eot_id|>' }}
    {%- endfor %}
    {%- if add_generation_prompt %}
    {{- '<|start_header_id|>assistant<|end_header_id|>\n\n' }}
    {%- endif %}

    """#

  /// Contents on lines, for models that know no roles.
  static let plain = #"""
    {#- No roles: each content on its line, an answer ended by the end of text. -#}
    {%- for message in messages %}
    {{- message.content + (eos_token if message.role == 'assistant' and eos_token else '\n') }}
    {%- endfor %}

    """#
}
