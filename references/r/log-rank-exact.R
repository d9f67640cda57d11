# logrank_test() of coin with mid-ranks: the distribution over all relabellings, or its normal limit.
function(case, data) {
  library(survival)
  library(coin)
  y <- surv_of(case, data)
  group <- group_of(data, case$input$group)
  distribution <- if (identical(case$options$distribution, "asymptotic")) "asymptotic" else exact(algorithm = "split-up")
  test <- logrank_test(y ~ group, distribution = distribution, type = "logrank", ties.method = "mid-ranks")
  list(z = unname(drop(statistic(test, "standardized"))), p = as.numeric(pvalue(test)), linearStatistic = unname(drop(statistic(test, "linear"))),
    expectation = unname(drop(expectation(test))), variance = unname(drop(covariance(test))),
    scores = list(rows = I(data$.row), values = I(as.vector(test@statistic@ytrans))))
}
