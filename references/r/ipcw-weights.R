# rttright() of survival; its weights add up to 1 in each group, ours to the number of rows still weighed.
function(case, data) {
  library(survival)
  times <- unlist(case$options$times)
  group <- group_of(data, case$input$group)
  y <- surv_of(case, data)
  prior <- weights_of(case, data)
  weights <- rttright(if (nlevels(group) > 1) y ~ group else y ~ 1, weights = prior, times = times)
  list(n = nrow(data), rows = I(data$.row), times = I(times), weights = unname(matrix(weights, nrow(data))))
}
