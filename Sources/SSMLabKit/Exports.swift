// What the author of a strategy needs comes with this one import.
@_exported public import SSMContext
@_exported public import SSMModel
@_exported public import SSMTensor
@_exported public import SSMText
