# The tests of R's stats that a Table 1 needs.
function(case, data) {
  input <- case$input
  options <- case$options
  level <- options$confLevel %or% 0.95
  if (!is.null(input$row)) {
    row <- factor(data[[input$row]])
    column <- factor(data[[input$column]])
    counts <- unclass(table(row, column))
    answer <- list(rowLevels = levels(row), columnLevels = levels(column), counts = unname(counts))
    if (options$test == "fisher") {
      test <- fisher.test(counts, conf.level = level)
      answer$p <- test$p.value
      if (!is.null(test$estimate)) answer <- c(answer, oddsRatio = unname(test$estimate), lower = test$conf.int[1], upper = test$conf.int[2])
    } else {
      test <- chisq.test(counts, correct = isTRUE(options$correct))
      answer <- c(answer, list(statistic = unname(test$statistic), df = unname(test$parameter), p = test$p.value, expected = unname(test$expected)))
    }
    return(answer)
  }
  columns <- unlist(input$group)
  group <- group_of(data, columns)
  value <- data[[input$value]]
  answer <- list(groups = lapply(seq_len(nlevels(group)), function(g) label_of(data, columns, group, g)))
  of <- split(value, group)
  test <- switch(options$test, "t-welch" = t.test(of[[1]], of[[2]], conf.level = level), "t-student" = t.test(of[[1]], of[[2]], var.equal = TRUE, conf.level = level),
    wilcoxon = wilcox.test(of[[1]], of[[2]], exact = options$exact, correct = options$correct %or% TRUE), kruskal = kruskal.test(of), anova = anova(lm(value ~ group)))
  more <- switch(options$test, wilcoxon = list(W = unname(test$statistic), p = test$p.value),
    kruskal = list(statistic = unname(test$statistic), df = unname(test$parameter), p = test$p.value),
    anova = list(F = test$`F value`[1], df1 = test$Df[1], df2 = test$Df[2], p = test$`Pr(>F)`[1]),
    list(statistic = unname(test$statistic), df = unname(test$parameter), p = test$p.value, means = unname(test$estimate),
      difference = unname(-diff(test$estimate)), stdErr = test$stderr, lower = test$conf.int[1], upper = test$conf.int[2],
      smd = unname(-diff(test$estimate)) / sqrt((var(of[[1]]) + var(of[[2]])) / 2)))
  c(answer, more)
}
