# Generated from the app by pytest --update, with shtab.

_shtab_shapecalc_subparsers=(summary sizes fix solve zoo layers schema)

_shtab_shapecalc_summary_option_strings=(-f --format --columns -i --input --batch --set --depth --expand-nested --width --ascii -o --output --memory --dtype --optimizer --max-params --max-macs --max-memory --expect-output -h --help)
_shtab_shapecalc_sizes_option_strings=(-i --input --set --near --out --lossless -f --format -h --help)
_shtab_shapecalc_fix_option_strings=(-i --input --set --by -o --output -h --help)
_shtab_shapecalc_solve_option_strings=(--in --out --factor --op --framework -k --kernel -s --stride -p --padding --output-padding --dilation --max-kernel --max-stride --max-padding --max-dilation --stages --through --channels --why --top --all -f --format --ascii -h --help)
_shtab_shapecalc_zoo_option_strings=(-h --help)
_shtab_shapecalc_layers_option_strings=(-h --help)
_shtab_shapecalc_schema_option_strings=(-o --output -h --help)
_shtab_shapecalc_option_strings=(--version -h --help)

_shtab_shapecalc_summary_pos_0_COMPGEN=_shapecalc_files
_shtab_shapecalc_summary___columns_COMPGEN=_shapecalc_columns
_shtab_shapecalc_summary__o_COMPGEN=_shtab_compgen_files
_shtab_shapecalc_summary___output_COMPGEN=_shtab_compgen_files
_shtab_shapecalc_sizes_pos_0_COMPGEN=_shapecalc_files
_shtab_shapecalc_fix_pos_0_COMPGEN=_shapecalc_files
_shtab_shapecalc_fix__o_COMPGEN=_shtab_compgen_files
_shtab_shapecalc_fix___output_COMPGEN=_shtab_compgen_files
_shtab_shapecalc_schema_pos_0_COMPGEN=_shapecalc_files
_shtab_shapecalc_schema__o_COMPGEN=_shtab_compgen_files
_shtab_shapecalc_schema___output_COMPGEN=_shtab_compgen_files

_shtab_shapecalc_summary__f_choices=(table json markdown csv)
_shtab_shapecalc_summary___format_choices=(table json markdown csv)
_shtab_shapecalc_summary___dtype_choices=(float64 float32 float16 bfloat16 float8 int8)
_shtab_shapecalc_summary___optimizer_choices=(sgd momentum rmsprop adagrad lion adam adamw)
_shtab_shapecalc_sizes__f_choices=(text json)
_shtab_shapecalc_sizes___format_choices=(text json)
_shtab_shapecalc_solve___op_choices=(transpose conv pool upsample unpool shuffle all)
_shtab_shapecalc_solve___framework_choices=(keras torch onnx)
_shtab_shapecalc_solve__f_choices=(table json)
_shtab_shapecalc_solve___format_choices=(table json)
_shtab_shapecalc_layers_pos_0_choices=(Activation ActivityRegularization AdaptiveAveragePooling1D AdaptiveAveragePooling2D AdaptiveAveragePooling3D AdaptiveAvgPool1d AdaptiveAvgPool2d AdaptiveAvgPool3d AdaptiveMaxPool1d AdaptiveMaxPool2d AdaptiveMaxPool3d AdaptiveMaxPooling1D AdaptiveMaxPooling2D AdaptiveMaxPooling3D Add AdditiveAttention AlphaDropout Attention AugMix AutoContrast Average AveragePooling1D AveragePooling2D AveragePooling3D AvgPool1D AvgPool1d AvgPool2D AvgPool2d AvgPool3D AvgPool3d BatchNorm1d BatchNorm2d BatchNorm3d BatchNormalization Bidirectional Bilinear CELU CategoryEncoding CenterCrop ChannelShuffle CircularPad1d CircularPad2d CircularPad3d Concatenate ConstantPad1d ConstantPad2d ConstantPad3d ContrastLimitedAdaptiveHistogramEqualization Conv1D Conv1DTranspose Conv1d Conv2D Conv2DTranspose Conv2d Conv3D Conv3DTranspose Conv3d ConvLSTM1D ConvLSTM2D ConvLSTM3D ConvTranspose1d ConvTranspose2d ConvTranspose3d Convolution1D Convolution1DTranspose Convolution2D Convolution2DTranspose Convolution3D Convolution3DTranspose CosineSimilarity Cropping1D Cropping2D Cropping3D CustomScaleLayer Dense DepthwiseConv1D DepthwiseConv2D Dot Dropout Dropout1d Dropout2d Dropout3d ELU EinsumDense Embedding EmbeddingBag Equalization FeatureAlphaDropout Flatten Fold FractionalMaxPool2d FractionalMaxPool3d GELU GLU GRU GRUCell GaussianDropout GaussianNoise GlobalAveragePooling1D GlobalAveragePooling2D GlobalAveragePooling3D GlobalAvgPool1D GlobalAvgPool2D GlobalAvgPool3D GlobalMaxPool1D GlobalMaxPool2D GlobalMaxPool3D GlobalMaxPooling1D GlobalMaxPooling2D GlobalMaxPooling3D GroupNorm GroupNormalization GroupQueryAttention GroupedQueryAttention Hardshrink Hardsigmoid Hardswish Hardtanh Identity InstanceNorm1d InstanceNorm2d InstanceNorm3d LPPool1d LPPool2d LPPool3d LSTM LSTMCell LayerNorm LayerNormalization LayerScale LeakyReLU Linear LocalResponseNorm LogSigmoid LogSoftmax Masking MaxPool1D MaxPool1d MaxPool2D MaxPool2d MaxPool3D MaxPool3d MaxPooling1D MaxPooling2D MaxPooling3D MaxUnpool1d MaxUnpool2d MaxUnpool3d Maximum Minimum Mish MultiHeadAttention MultiheadAttention Multiply Normalization PReLU PairwiseDistance Permute PixelShuffle PixelUnshuffle RMSNorm RMSNormalization RNN RNNCell RReLU RandAugment RandomBrightness RandomColorDegeneration RandomColorJitter RandomContrast RandomCrop RandomElasticTransform RandomErasing RandomFlip RandomGaussianBlur RandomGrayscale RandomHue RandomInvert RandomPerspective RandomPosterization RandomRotation RandomSaturation RandomSharpness RandomShear RandomTranslation RandomZoom ReLU ReLU6 ReflectionPad1d ReflectionPad2d ReflectionPad3d RepeatVector ReplicationPad1d ReplicationPad2d ReplicationPad3d Rescaling Reshape Resizing SELU SeparableConv1D SeparableConv2D SeparableConvolution1D SeparableConvolution2D SiLU Sigmoid SimpleRNN SimpleRNNCell Softmax Softmax2d Softmin Softplus Softshrink Softsign Solarization SpatialDropout1D SpatialDropout2D SpatialDropout3D SpectralNormalization StackedRNNCells Subtract Tanh Tanhshrink Threshold TimeDistributed Transformer TransformerDecoderLayer TransformerEncoderLayer Unflatten Unfold UnitNormalization UpSampling1D UpSampling2D UpSampling3D Upsample UpsamplingBilinear2d UpsamplingNearest2d ZeroPad1d ZeroPad2d ZeroPad3d ZeroPadding1D ZeroPadding2D ZeroPadding3D activation adaptive_average_pool adaptive_max_pool add attention average average_pool batch_norm bidirectional bilinear cat celu center_crop_pad channel_shuffle choose compare concat conv conv_lstm conv_transpose cosine_similarity crop dense depth_to_space depthwise_conv distance div divide dot dropout einsum einsum_dense elu embedding embedding_bag expand exponential flatten fold fractional_max_pool gated_linear_unit gather gather_elements gelu global_average_pool global_lp_pool global_max_pool glu group_norm gru gru_cell hard_shrink hard_sigmoid hard_silu hard_swish hard_tanh identity index input instance_norm layer_norm leaky_relu linear local_response_norm log_sigmoid log_softmax logic lp_pool lstm lstm_cell matmul max_pool max_unpool maximum minimum mish move_axes mul multi_head_attention multiply normalization one_hot pad patches permute power prelu recurrent reduce_logarithm reduce_max reduce_mean reduce_min reduce_norm reduce_place reduce_product reduce_sum relu relu6 remainder repeat repeat_vector reshape resize rms_norm rnn rnn_cell scale selu separable_conv shape_of sigmoid silu slice soft_shrink softmax softplus softsign space_to_depth sparse_plus sparse_sigmoid sparsemax spectral_norm split squareplus squeeze stack sub subtract swish tanh tanh_shrink tensor threshold tile time_distributed transformer transformer_decoder_layer transformer_encoder_layer unflatten unfold unit_norm unsqueeze upsample view)
_shtab_shapecalc_pos_0_choices=(summary sizes fix solve zoo layers schema)

_shtab_shapecalc_summary___expand_nested_nargs=0
_shtab_shapecalc_summary___ascii_nargs=0
_shtab_shapecalc_summary___memory_nargs=0
_shtab_shapecalc_summary__h_nargs=0
_shtab_shapecalc_summary___help_nargs=0
_shtab_shapecalc_sizes___lossless_nargs=0
_shtab_shapecalc_sizes__h_nargs=0
_shtab_shapecalc_sizes___help_nargs=0
_shtab_shapecalc_fix__h_nargs=0
_shtab_shapecalc_fix___help_nargs=0
_shtab_shapecalc_solve___all_nargs=0
_shtab_shapecalc_solve___ascii_nargs=0
_shtab_shapecalc_solve__h_nargs=0
_shtab_shapecalc_solve___help_nargs=0
_shtab_shapecalc_zoo__h_nargs=0
_shtab_shapecalc_zoo___help_nargs=0
_shtab_shapecalc_layers__h_nargs=0
_shtab_shapecalc_layers___help_nargs=0
_shtab_shapecalc_schema__h_nargs=0
_shtab_shapecalc_schema___help_nargs=0
_shtab_shapecalc_pos_0_nargs=A...
_shtab_shapecalc___version_nargs=0
_shtab_shapecalc__h_nargs=0
_shtab_shapecalc___help_nargs=0

# Custom Preamble
_shapecalc_files() {
  compgen -W "conv-pool-upsample dcgan-generator segnet-small skip-autoencoder unet unet-keras unet-small" -- "$1"
  compgen -f -- "$1"
}
_shapecalc_columns() {
  local before=""
  [[ $1 == *,* ]] && before="${1%,*},"
  compgen -P "$before" -W "layer name type output params trainable non-trainable buffers macs flops rf jump offset connected" -- "${1##*,}"
}
# End Custom Preamble

# $1=COMP_WORDS[1]
_shtab_compgen_files() {
  compgen -f -- $1  # files
}

# $1=COMP_WORDS[1]
_shtab_compgen_dirs() {
  compgen -d -- $1  # recurse into subdirs
}

# $1=COMP_WORDS[1]
_shtab_replace_nonword() {
  echo "${1//[^[:word:]]/_}"
}

# set default values (called for the initial parser & any subparsers)
_set_parser_defaults() {
  local subparsers_var="${prefix}_subparsers[@]"
  sub_parsers=${!subparsers_var-}

  local current_option_strings_var="${prefix}_option_strings[@]"
  current_option_strings=${!current_option_strings_var}

  completed_positional_actions=0

  _set_new_action "pos_$completed_positional_actions" true
}

# $1=action identifier
# $2=positional action (bool)
# set all identifiers for an action's parameters
_set_new_action() {
  current_action="${prefix}_$(_shtab_replace_nonword $1)"

  local current_action_compgen_var=${current_action}_COMPGEN
  current_action_compgen="${!current_action_compgen_var-}"

  local current_action_choices_var="${current_action}_choices[@]"
  current_action_choices="${!current_action_choices_var-}"

  local current_action_nargs_var="${current_action}_nargs"
  if [ -n "${!current_action_nargs_var-}" ]; then
    current_action_nargs="${!current_action_nargs_var}"
  else
    current_action_nargs=1
  fi

  current_action_args_start_index=$(( $word_index + 1 - $pos_only ))

  current_action_is_positional=$2
}

# Notes:
# `COMPREPLY`: what will be rendered after completion is triggered
# `completing_word`: currently typed word to generate completions for
# `${!var}`: evaluates the content of `var` and expand its content as a variable
#     hello="world"
#     x="hello"
#     ${!x} -> ${hello} -> "world"
_shtab_shapecalc() {
  local completing_word="${COMP_WORDS[COMP_CWORD]}"
  local previous_word="${COMP_WORDS[COMP_CWORD-1]}"
  local completed_positional_actions
  local current_action
  local current_action_args_start_index
  local current_action_choices
  local current_action_compgen
  local current_action_is_positional
  local current_action_nargs
  local current_option_strings
  local sub_parsers
  COMPREPLY=()

  local prefix=_shtab_shapecalc
  local word_index=0
  local pos_only=0 # "--" delimiter not encountered yet
  _set_parser_defaults
  word_index=1

  # determine what arguments are appropriate for the current state
  # of the arg parser
  while [ $word_index -ne $COMP_CWORD ]; do
    local this_word="${COMP_WORDS[$word_index]}"

    if [[ $pos_only = 1 || " $this_word " != " -- " ]]; then
      if [[ -n $sub_parsers && " ${sub_parsers[@]} " == *" $this_word "* ]]; then
        # valid subcommand: add it to the prefix & reset the current action
        prefix="${prefix}_$(_shtab_replace_nonword $this_word)"
        _set_parser_defaults
      fi

      if [[ " ${current_option_strings[@]} " == *" $this_word "* ]]; then
        # a new action should be acquired (due to recognised option string or
        # no more input expected from current action);
        # the next positional action can fill in here
        _set_new_action $this_word false
      fi

      if [[ "$current_action_nargs" != "*" ]] && \
         [[ "$current_action_nargs" != "+" ]] && \
         [[ "$current_action_nargs" != "?" ]] && \
         [[ "$current_action_nargs" != *"..." ]] && \
         (( $word_index + 1 - $current_action_args_start_index - $pos_only >= \
            $current_action_nargs )); then
        $current_action_is_positional && let "completed_positional_actions += 1"
        _set_new_action "pos_$completed_positional_actions" true
      fi
    else
      pos_only=1 # "--" delimiter encountered
    fi

    let "word_index+=1"
  done

  # Generate the completions

  COMPREPLY=()
  if [[ $pos_only = 0 && "$completing_word" == -* &&
        ( -z "$current_action_compgen" || "$current_action_is_positional" = true ) ]]; then
    # optional argument started: use option strings
    while IFS= read -r line; do COMPREPLY+=("$line"); done < <(
      compgen -W "${current_option_strings[*]}" -- "$completing_word")
  elif [[ "$previous_word" =~ ^[0-9\&]*[\<\>]\>?$ ]]; then
    # handle redirection operators
    compopt -o filenames 2>/dev/null || : # bash>=4
    while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "$completing_word")
  else
    # use choices & compgen
    local action_compgen_word="$completing_word"
    # handle tab-completing in the middle of a line (#248 <- #116)
    [[ -n "$current_action_compgen" && "$completing_word" == -* ]] && action_compgen_word=""
    [ -n "$current_action_compgen" ] && {
      [[ "$current_action_compgen" =~ _(file|dir|glob|FILE|DIR|GLOB)|File|Dir|Glob ]] &&
        compopt -o filenames 2>/dev/null || : # bash>=4
      while IFS= read -r line; do COMPREPLY+=("$line"); done < <(
        "$current_action_compgen" "$action_compgen_word")
    }
    while IFS= read -r line; do COMPREPLY+=("$line"); done < <(
      compgen -W "${current_action_choices[*]}" -- "$completing_word")
  fi

  if [[ ${#COMPREPLY[@]} = 0 ]]; then
    # native fallback matches are not necessarily filenames (e.g. variables)
    compopt +o filenames 2>/dev/null || : # bash>=4
  fi

  return 0
}

complete -o bashdefault -F _shtab_shapecalc shapecalc
